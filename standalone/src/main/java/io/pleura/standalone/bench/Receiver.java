package io.pleura.standalone.bench;

import java.net.URI;
import java.util.Optional;

/// One that is measured: where it takes objects by C-STORE and, when it does, by STOW-RS.
public record Receiver(String name, int dicomPort, String aeTitle, Optional<URI> stow) {}
