/// Curves, scatter plots and histograms as PNG pictures, drawn without a screen.
@NullMarked
package io.pleura.training.plot;

import org.jspecify.annotations.NullMarked;
