package io.pleura.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void offsetMovesEveryPort() {
        assertThat(Ports.standard(100)).isEqualTo(new Ports(19192, 19193, 8181, 11212, 8180, 9101, 9102, 9100));
        assertThat(Ports.standard(0)).isEqualTo(Ports.STANDARD);
    }

    @Test
    void refusesPortsThatDoNotExist() {
        assertThatThrownBy(() -> Ports.standard(60000)).hasMessageContaining("not between 1 and 65535");
    }

    @Test
    void freePortsAreDifferentAndNamedWhenTaken() throws Exception {
        Ports ports = Ports.free();
        assertThat(Set.copyOf(ports.byUse().values())).hasSize(8);
        try (ServerSocket other = new ServerSocket(ports.dicom(), 1, InetAddress.getByName(Ports.HOST))) {
            assertThat(Ports.answers(other.getLocalPort())).isTrue();
            assertThat(ports.taken()).containsExactly(ports.dicom() + " (DICOM)");
        }
        assertThat(Ports.answers(ports.dicom())).isFalse();
    }
}
