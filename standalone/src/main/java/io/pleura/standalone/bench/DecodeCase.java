package io.pleura.standalone.bench;

import java.util.List;

/// One transfer syntax of the decoding benchmark, and the programs of others that write and read it.
///
/// @param copier the program of the same family that reads and writes without decoding: what it takes is not decoding
/// @param share of their time that ours may take at most
record DecodeCase(
        String name,
        String encoder,
        List<String> encoderOptions,
        String decoder,
        List<String> decoderOptions,
        String copier,
        double share) {

    static final List<DecodeCase> ALL = List.of(
            new DecodeCase("jpeg-lossless", "dcmcjpeg", List.of("+e1"), "dcmdjpeg", List.of(), "dcmconv", 1),
            new DecodeCase("jpeg-ls", "dcmcjpls", List.of("+el"), "dcmdjpls", List.of(), "dcmconv", 1),
            new DecodeCase("rle", "dcmcrle", List.of(), "dcmdrle", List.of(), "dcmconv", 0.5),
            new DecodeCase("jpeg-2000", "gdcmconv", List.of("--j2k"), "gdcmconv", List.of("--raw"), "gdcmconv", 1));

    boolean canRun() {
        return ToolRun.isThere(encoder) && ToolRun.isThere(decoder) && ToolRun.isThere(copier);
    }
}
