package io.pleura.ingest;

import io.pleura.events.Channel;
import io.pleura.events.Source;
import io.pleura.schemas.StudyUid;
import java.util.Locale;
import java.util.Optional;

/// What is known about an object besides its bytes.
///
/// @param peer network address of the sender, without its port
/// @param priorityHeader the request header `Pleura-Priority`, empty when there is none
/// @param announced what the sender said that the data set is
/// @param study the study that a STOW-RS request is limited to
public record Arrival(
        Channel channel,
        Optional<String> callingAeTitle,
        Optional<String> peer,
        String priorityHeader,
        Optional<Announced> announced,
        Optional<StudyUid> study) {

    /// What a C-STORE request says of its data set. Empty strings where it lacks what it must have.
    ///
    /// @param contextSopClassUid abstract syntax of the presentation context that it came on
    public record Announced(String contextSopClassUid, String sopClassUid, String sopInstanceUid) {}

    public static Arrival overDimse(String callingAeTitle, String peer, Announced announced) {
        return new Arrival(
                Channel.DIMSE,
                Optional.of(callingAeTitle),
                Optional.of(peer),
                "",
                Optional.of(announced),
                Optional.empty());
    }

    public static Arrival overStow(Optional<String> peer, String priorityHeader, Optional<StudyUid> study) {
        return new Arrival(Channel.STOW, Optional.empty(), peer, priorityHeader, Optional.empty(), study);
    }

    public static Arrival fromFolder() {
        return new Arrival(Channel.FOLDER, Optional.empty(), Optional.empty(), "", Optional.empty(), Optional.empty());
    }

    /// For logs.
    String sender() {
        return callingAeTitle.map(title -> title + " at ").orElse("")
                + peer.orElseGet(() -> channel.name().toLowerCase(Locale.ROOT));
    }

    Source source() {
        return Source.newBuilder()
                .setChannel(channel)
                .setCallingAeTitle(callingAeTitle.orElse(null))
                .setPeer(peer.orElse(null))
                .build();
    }
}
