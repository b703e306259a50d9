/// Figures over scored images, calibration and operating points.
@NullMarked
package io.pleura.training.evaluation;

import org.jspecify.annotations.NullMarked;
