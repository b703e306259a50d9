/// What models reached, as Markdown and HTML with plots and pictures.
@NullMarked
package io.pleura.training.report;

import org.jspecify.annotations.NullMarked;
