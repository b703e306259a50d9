/// What the services share about images, in the order of the data flow: `dicom` (bytes to data sets), `codec` (pixel
/// data to stored samples), `frame` (samples to what a person sees and to what the model gets), and `blob` (where the
/// original bytes are kept).
@NullMarked
package io.pleura.imaging;

import org.jspecify.annotations.NullMarked;
