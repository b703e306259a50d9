package io.pleura.imaging.dicom;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Specific Character Set (0008,0005): what its defined terms (PS3.3 section C.12.1.1.2) say about the text of a data
/// set. Immutable.
///
/// What cannot be decoded shows as U+FFFD, never as an exception: a name is not worth refusing an image.
public final class SpecificCharacterSet {

    static final String REPLACEMENT = "\uFFFD";

    /// Without the attribute: ISO 646.
    static final SpecificCharacterSet DEFAULT =
            new SpecificCharacterSet(Optional.empty(), List.of(Repertoire.ASCII), List.of());

    /// Character sets of their own, without code extensions (PS3.3 table C.12-5).
    private static final Map<String, String> WHOLE = Map.of("ISO_IR 192", "UTF-8", "GB18030", "GB18030", "GBK", "GBK");

    /// Both forms of a term, and those that careless writers make of them.
    private static final Pattern TERM = Pattern.compile("ISO[ _-]?(2022[ _-]*)?IR[ _-]*([0-9]{1,3})");

    /// PS3.3 tables C.12-2 to C.12-4 have no term for the set that ISO_IR 13 brings along.
    private static final int NO_TERM = Repertoire.ROMAJI.registration();

    private static final String NAME_DELIMITERS = "\\^=";

    private final Optional<Charset> whole;
    private final List<Repertoire> sets;
    private final List<String> unknown;

    /// @param whole a charset that has no code extensions; it comes before `sets`
    /// @param sets those named, the one that text begins with first; never empty
    private SpecificCharacterSet(Optional<Charset> whole, List<Repertoire> sets, List<String> unknown) {
        this.whole = whole;
        this.sets = sets;
        this.unknown = unknown;
    }

    /// From the attribute's values; an empty first one is ISO 646.
    static SpecificCharacterSet of(List<String> terms) {
        if (terms.stream().allMatch(String::isBlank)) {
            return DEFAULT;
        }
        List<Repertoire> sets = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        @Nullable String whole = null;
        for (String stated : terms) {
            String term = canonical(stated);
            Optional<Repertoire> set = repertoire(term);
            if (WHOLE.containsKey(term)) {
                whole = whole == null ? WHOLE.get(term) : whole;
            } else if (set.isPresent()) {
                sets.add(set.get());
            } else {
                unknown.add(stated.strip());
            }
        }
        boolean alone =
                WHOLE.containsKey(canonical(terms.getFirst())) || sets.stream().allMatch(Repertoire.ASCII::equals);
        if (sets.isEmpty()) {
            sets.add(Repertoire.ASCII);
        }
        // Text in a set that nobody knows is often UTF-8, which is hardly ever well-formed by chance.
        String guess = unknown.isEmpty() ? whole : Objects.requireNonNullElse(whole, "UTF-8");
        return new SpecificCharacterSet(
                alone ? Optional.ofNullable(guess).map(Charset::forName) : Optional.empty(),
                List.copyOf(sets),
                List.copyOf(unknown));
    }

    /// Every term that text is read by, in the standard's spelling, without and with code extensions.
    public static List<String> definedTerms() {
        return Stream.of(
                        sets().map(set -> "ISO_IR " + set.registration())
                                .filter(term -> !term.matches("ISO_IR (87|159|149|58)")),
                        sets().map(set -> "ISO 2022 IR " + set.registration()),
                        WHOLE.keySet().stream())
                .flatMap(terms -> terms)
                .sorted()
                .toList();
    }

    /// Terms that nobody knows; text is then read as far as it is ASCII or well-formed UTF-8.
    public List<String> unknown() {
        return unknown;
    }

    /// Whether all bytes are the same text by both.
    boolean readsAs(SpecificCharacterSet other) {
        return whole.equals(other.whole) && sets.equals(other.sets) && unknown.equals(other.unknown);
    }

    /// @param vr says which characters are delimiters
    String decode(ByteBuffer bytes, Vr vr) {
        if (whole.isPresent()) {
            return whole.get().decode(bytes).toString();
        }
        String delimiters = vr == Vr.PN ? NAME_DELIMITERS : vr.isMultiValuedText() || vr == Vr.UN ? "\\" : "";
        @Nullable Repertoire unescaped =
                sets.stream().filter(Repertoire::inG1).findFirst().orElse(null);
        return new ExtendedText(bytes, sets.getFirst(), unescaped, delimiters).decode();
    }

    /// In the set that text begins with.
    ///
    /// @throws CharacterCodingException when it does not fit
    byte[] encode(String text) throws CharacterCodingException {
        ByteBuffer encoded = whole.orElse(sets.getFirst().charset())
                .newEncoder()
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .encode(CharBuffer.wrap(text));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    private static Stream<Repertoire> sets() {
        return Arrays.stream(Repertoire.values()).filter(set -> set.registration() != NO_TERM);
    }

    private static String canonical(String stated) {
        String term = stated.strip().toUpperCase(Locale.ROOT);
        Matcher matcher = TERM.matcher(term);
        return matcher.matches() ? "ISO_IR " + Integer.parseInt(matcher.group(2)) : term;
    }

    private static Optional<Repertoire> repertoire(String term) {
        if (term.isEmpty()) {
            return Optional.of(Repertoire.ASCII);
        }
        Matcher matcher = TERM.matcher(term);
        return matcher.matches()
                ? Repertoire.registered(Integer.parseInt(matcher.group(2))).filter(set -> set.registration() != NO_TERM)
                : Optional.empty();
    }
}
