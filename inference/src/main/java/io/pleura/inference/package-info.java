/// Scores radiographs with ClaSegNet. [InferenceWorker] shows the whole loop.
@NullMarked
package io.pleura.inference;

import org.jspecify.annotations.NullMarked;
