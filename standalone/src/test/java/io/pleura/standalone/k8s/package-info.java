/// Renders `k8s/` and checks what would be applied to a cluster.
@NullMarked
package io.pleura.standalone.k8s;

import org.jspecify.annotations.NullMarked;
