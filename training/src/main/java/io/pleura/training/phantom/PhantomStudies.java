package io.pleura.training.phantom;

/// Synthetic studies for demonstrations and tests, ready to be sent to an archive. Thread-safe; one takes a few tenths
/// of a second, mostly arithmetic, so callers make several at once. No study of a seed below 300 million was seen in
/// training.
public final class PhantomStudies {

    private PhantomStudies() {}

    /// The study of a seed, with or without pneumothorax. The same arguments give the same bytes.
    public static PhantomStudy make(long seed, boolean pneumothorax) {
        return make(seed, pneumothorax, PhantomRecipe.Population.usual(PhantomRecipe.Chests.PLAIN));
    }

    /// The study of a seed out of a population that trains a network or measures its shortcuts.
    public static PhantomStudy make(long seed, boolean pneumothorax, PhantomRecipe.Population population) {
        Phantom phantom = Phantom.of(PhantomRecipe.draw(seed, pneumothorax, population));
        return new PhantomStudy(phantom, PhantomDicom.of(phantom));
    }

    /// The study of a seed that also decides, for half of the seeds each way, whether there is a pneumothorax.
    public static PhantomStudy make(long seed) {
        return make(seed, PhantomRecipe.Chests.PLAIN);
    }

    /// The same among these chests; the seed decides alike.
    public static PhantomStudy make(long seed, PhantomRecipe.Chests chests) {
        return make(seed, PhantomRecipe.draw(seed).positive(), PhantomRecipe.Population.usual(chests));
    }
}
