package io.pleura.ingest.receive.stow;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a response can be written as, and which of that a client likes best (RFC 9110 section 12.5.1, PS3.18 section
/// 8.7.4). Pure.
enum ResponseForm {
    /// PS3.18 annex F, also for those who accept plain text, which a refusal is.
    JSON("application/dicom+json", Set.of("application/json", "text/plain"), Set.of("application/*", "text/*")),

    /// PS3.19 section A.1.
    XML("application/dicom+xml", Set.of("application/xml", "text/xml"), Set.of("application/*"));

    private static final String ANY = "*/*";

    private final String mediaType;
    private final Set<String> alike;
    private final Set<String> kinds;

    ResponseForm(String mediaType, Set<String> alike, Set<String> kinds) {
        this.mediaType = mediaType;
        this.alike = alike;
        this.kinds = kinds;
    }

    String mediaType() {
        return mediaType;
    }

    /// How much a form is wanted, by the range that names it most exactly.
    ///
    /// @param place of that range among all of them
    private record Liking(double quality, int place) {}

    /// The form with the highest quality, of two that are the same the one that is named first. Nothing said is JSON.
    ///
    /// @param accept the lines of the header
    /// @return empty when the client takes neither
    static Optional<ResponseForm> liked(List<String> accept) {
        List<ContentType> ranges = ranges(accept);
        if (ranges.isEmpty()) {
            return Optional.of(JSON);
        }
        Liking json = JSON.liking(ranges);
        Liking xml = XML.liking(ranges);
        if (Math.max(json.quality, xml.quality) <= 0) {
            return Optional.empty();
        }
        boolean prefersXml = xml.quality == json.quality ? xml.place < json.place : xml.quality > json.quality;
        return Optional.of(prefersXml ? XML : JSON);
    }

    private Liking liking(List<ContentType> ranges) {
        int exactness = 0;
        Liking liking = new Liking(0, ranges.size());
        for (int place = 0; place < ranges.size(); place++) {
            int exact = exactness(ranges.get(place).type());
            if (exact > exactness) {
                exactness = exact;
                liking = new Liking(quality(ranges.get(place)), place);
            }
        }
        return liking;
    }

    /// 0 where the range is not about this form.
    private int exactness(String range) {
        if (range.equals(mediaType)) {
            return 4;
        }
        if (alike.contains(range)) {
            return 3;
        }
        if (kinds.contains(range)) {
            return 2;
        }
        return range.equals(ANY) ? 1 : 0;
    }

    /// 1 where it says none, or something that is no number.
    private static double quality(ContentType range) {
        try {
            return Double.parseDouble(range.parameters().getOrDefault("q", "1"));
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    /// Whatever is no range, as a piece of a parameter with a comma in it, is about no form.
    private static List<ContentType> ranges(List<String> lines) {
        return lines.stream()
                .flatMap(line -> Stream.of(line.split(",")))
                .filter(range -> !range.isBlank())
                .map(ContentType::parse)
                .toList();
    }
}
