package io.pleura.ingest.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The standard's codes of views and regions, which `eligibility/codes.txt` lists (PS3.16 CID 4010, 4009 and 4031).
final class StandardCodes {

    static final String FILE = "/eligibility/codes.txt";

    /// SNOMED CT, and the names that SNOMED-RT has had (PS3.16 section 8.3). Their codes look different, so that what
    /// is sent under another of these names is still the same code.
    private static final Set<String> SCHEMES = Set.of("SCT", "SRT", "SNM3", "99SDM");

    private static final String NONE = "-";
    private static final Map<String, String> MEANINGS = read();

    private StandardCodes() {}

    /// @param scheme Coding Scheme Designator (0008,0102)
    /// @param value Code Value (0008,0100)
    /// @return in upper case; empty when the code is not listed
    static Optional<String> meaning(String scheme, String value) {
        return SCHEMES.contains(scheme) ? Optional.ofNullable(MEANINGS.get(value)) : Optional.empty();
    }

    private static Map<String, String> read() {
        try (InputStream in = Objects.requireNonNull(StandardCodes.class.getResourceAsStream(FILE))) {
            Map<String, String> meanings = new HashMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> add(line, meanings));
            return Map.copyOf(meanings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(String line, Map<String, String> meanings) {
        String[] columns = line.split(" +", 3);
        if (columns.length != 3) {
            throw new IllegalStateException(FILE + ": no SCT code, SRT code and meaning: " + line);
        }
        for (String code : Set.of(columns[0], columns[1])) {
            if (!code.equals(NONE) && meanings.put(code, columns[2].toUpperCase(Locale.ROOT)) != null) {
                throw new IllegalStateException(FILE + ": stands there twice: " + code);
            }
        }
    }
}
