package io.pleura.imaging.frame;

import io.pleura.imaging.dicom.DicomFile;

/// A decoded radiograph: its attributes and what it shows.
public record Radiograph(DicomFile file, GrayFrame frame) {}
