package io.pleura.ingest.receive.dimse;

import io.pleura.ingest.check.Eligibility;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Storage SOP classes that are negotiated (PS3.4 annex B.5): those of radiographs, and the common others, whose
/// instances are refused one by one with a reason, because a sender whose presentation context is refused tells
/// nobody which objects it did not send.
final class StorageSopClasses {

    private static final String ROOT = "1.2.840.10008.5.1.4.1.1.";

    static final Set<String> NEGOTIATED = Stream.concat(
                    Eligibility.RADIOGRAPH_SOP_CLASSES.stream(),
                    Stream.of(
                                    "1.2", // Digital Mammography, for presentation
                                    "1.2.1", // and for processing
                                    "1.3", // Digital Intra-Oral, for presentation
                                    "1.3.1", // and for processing
                                    "2", // CT
                                    "2.1", // Enhanced CT
                                    "3.1", // Ultrasound Multi-frame
                                    "4", // MR
                                    "4.1", // Enhanced MR
                                    "6.1", // Ultrasound
                                    "7.1", // Multi-frame Single Bit Secondary Capture
                                    "7.2", // Multi-frame Grayscale Byte Secondary Capture
                                    "7.3", // Multi-frame Grayscale Word Secondary Capture
                                    "7.4", // Multi-frame True Color Secondary Capture
                                    "11.1", // Grayscale Softcopy Presentation State
                                    "12.1", // X-Ray Angiographic
                                    "12.2", // X-Ray Radiofluoroscopic
                                    "20", // Nuclear Medicine
                                    "66.4", // Segmentation
                                    "77.1.4", // VL Photographic
                                    "88.11", // Basic Text SR
                                    "88.22", // Enhanced SR
                                    "88.33", // Comprehensive SR
                                    "88.59", // Key Object Selection
                                    "88.67", // X-Ray Radiation Dose SR
                                    "104.1", // Encapsulated PDF
                                    "128", // PET
                                    "481.1") // RT Image
                            .map(suffix -> ROOT + suffix))
            .collect(Collectors.toUnmodifiableSet());

    private StorageSopClasses() {}
}
