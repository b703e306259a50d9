package io.pleura.ingest.store;

import io.pleura.schemas.SopInstanceUid;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// One lock for each SOP instance that is being worked on, so that the same object from two senders at once is one
/// after the other. As many as there are threads that ask.
public final class InstanceLocks {

    private final Map<SopInstanceUid, Entry> entries = new HashMap<>();

    private static final class Entry {
        final ReentrantLock lock = new ReentrantLock();
        int users;
    }

    /// Held until closed, by the thread that asked.
    public interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /// Waits until the instance is free.
    public Held hold(SopInstanceUid instance) {
        Entry entry = enter(instance);
        entry.lock.lock();
        return () -> leave(instance, entry);
    }

    /// The lock if nobody has it.
    public Optional<Held> tryHold(SopInstanceUid instance) {
        Entry entry = enter(instance);
        if (entry.lock.tryLock()) {
            return Optional.of(() -> leave(instance, entry));
        }
        forget(instance, entry);
        return Optional.empty();
    }

    private Entry enter(SopInstanceUid instance) {
        synchronized (entries) {
            Entry entry = entries.computeIfAbsent(instance, unused -> new Entry());
            entry.users++;
            return entry;
        }
    }

    private void leave(SopInstanceUid instance, Entry entry) {
        entry.lock.unlock();
        forget(instance, entry);
    }

    private void forget(SopInstanceUid instance, Entry entry) {
        synchronized (entries) {
            entry.users--;
            if (entry.users == 0) {
                entries.remove(instance);
            }
        }
    }
}
