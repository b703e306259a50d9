package io.pleura.ingest.commit;

import io.pleura.ingest.scu.Peer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// How reports are delivered.
///
/// @param aeTitle ours
/// @param peers by AE title, where reports go to
/// @param maxOpen requests that may wait for their report
/// @param maxAttempts associations made for one report before it is given up
/// @param retryPause after the first failed one; doubles with each, up to an hour
/// @param timeout for connecting and for each answer
/// @param hashTime for reading and hashing the bytes of all instances of a report
public record CommitmentSettings(
        String aeTitle,
        Map<String, Peer> peers,
        int maxOpen,
        int maxAttempts,
        Duration retryPause,
        Duration timeout,
        Duration hashTime) {

    static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final int MAX_DOUBLINGS = 20;

    public CommitmentSettings {
        peers = Map.copyOf(peers);
    }

    /// Where the reports of a requester go. Its AE title need not be spelled as in the settings, since the name of an
    /// environment variable has no case and no punctuation; nothing where that leaves it open whose address it is.
    Optional<Peer> peer(String aeTitle) {
        Peer exact = peers.get(aeTitle);
        if (exact != null) {
            return Optional.of(exact);
        }
        List<Peer> alike = peers.entrySet().stream()
                .filter(entry -> folded(entry.getKey()).equals(folded(aeTitle)))
                .map(Map.Entry::getValue)
                .toList();
        return alike.size() == 1 ? Optional.of(alike.getFirst().withAeTitle(aeTitle)) : Optional.empty();
    }

    /// As an environment variable's name comes out as a property's.
    private static String folded(String aeTitle) {
        return aeTitle.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ".");
    }

    /// The pause after so many failed attempts.
    Duration pauseAfter(int attempts) {
        Duration pause = retryPause.multipliedBy(1L << Math.clamp(attempts - 1, 0, MAX_DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}
