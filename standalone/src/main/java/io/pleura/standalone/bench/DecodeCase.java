package io.pleura.standalone.bench;

import io.pleura.imaging.frame.Radiographs;
import java.util.List;

/// One transfer syntax of the decoding benchmark, and the programs of others that write and read it.
///
/// @param copier the program of the same family that reads and writes without decoding: what it takes is not decoding
/// @param leastEdge what the longer side must have; a model needs less than the whole image
/// @param share of their time that ours may take at most
record DecodeCase(
        String name,
        String encoder,
        List<String> encoderOptions,
        String decoder,
        List<String> decoderOptions,
        String copier,
        int leastEdge,
        double share) {

    private static final int WHOLE = Integer.MAX_VALUE;

    private static final int SHIPPED_INPUT = 384;

    static final List<DecodeCase> ALL = List.of(
            new DecodeCase("jpeg-lossless", "dcmcjpeg", List.of("+e1"), "dcmdjpeg", List.of(), "dcmconv", WHOLE, 1),
            new DecodeCase("jpeg-ls", "dcmcjpls", List.of("+el"), "dcmdjpls", List.of(), "dcmconv", WHOLE, 1),
            new DecodeCase("rle", "dcmcrle", List.of(), "dcmdrle", List.of(), "dcmconv", WHOLE, 0.5),
            new DecodeCase(
                    "jpeg-2000-for-model",
                    "gdcmconv",
                    List.of("--j2k"),
                    "gdcmconv",
                    List.of("--raw"),
                    "gdcmconv",
                    Radiographs.leastEdge(SHIPPED_INPUT),
                    0.3));

    boolean canRun() {
        return ToolRun.isThere(encoder) && ToolRun.isThere(decoder) && ToolRun.isThere(copier);
    }
}
