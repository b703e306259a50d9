package io.pleura.standalone.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.pleura.standalone.ProjectTree;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappingInterface;
import io.smallrye.config.ConfigMappingInterface.Property;
import io.smallrye.config.common.utils.StringUtil;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The settings that a service reads, as its `@ConfigMapping` interface and its `application.properties` say.
///
/// @param declared the interface's properties by full name, such as `pleura.ingest.dicom-port`
/// @param file what `application.properties` sets
record ServiceSettings(Map<String, Property> declared, Map<String, String> file) {

    /// `${NAME}` or `${NAME:default}`: a setting that reads an environment variable.
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_0-9]+)(:[^}]*)?}");

    static ServiceSettings of(String service) throws IOException, ReflectiveOperationException {
        Path classes = ProjectTree.classes(service);
        List<JavaClass> mappings = new ClassFileImporter()
                .importPath(classes).stream()
                        .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                        .toList();
        assertThat(mappings).as("@ConfigMapping interfaces of %s", service).hasSize(1);
        Class<?> mapping = Class.forName(mappings.getFirst().getName());
        return new ServiceSettings(declared(mapping), properties(classes.resolve("application.properties")));
    }

    private static Map<String, Property> declared(Class<?> mapping) {
        ConfigMappingInterface description = ConfigMappingInterface.getConfigurationInterface(mapping);
        Map<String, Map<String, Property>> byPath = Objects.requireNonNull(
                ConfigMappingInterface.getProperties(description).get(mapping));
        Map<String, Property> properties = Objects.requireNonNull(byPath.get(""));
        String prefix = mapping.getAnnotation(ConfigMapping.class).prefix();
        Map<String, Property> named = new TreeMap<>();
        properties.forEach((name, property) -> named.put(prefix + "." + name, property));
        return named;
    }

    /// Every environment variable of the service's own, by Quarkus' rule: what is neither letter nor digit becomes an
    /// underscore, letters become capitals.
    TreeSet<String> environment() {
        TreeSet<String> names = new TreeSet<>();
        declared.keySet().forEach(name -> names.add(variable(name)));
        for (String value : file.values()) {
            VARIABLE.matcher(value).results().forEach(match -> names.add(match.group(1)));
        }
        return names;
    }

    /// Those without which the service would not start: no default and not optional.
    TreeSet<String> required() {
        TreeSet<String> names = new TreeSet<>();
        declared.forEach((name, property) -> {
            boolean isElement = name.contains("*");
            boolean isOptional =
                    property.getMethod().getReturnType().getSimpleName().startsWith("Optional");
            if (!isElement && !isOptional && !property.hasDefaultValue() && !file.containsKey(name)) {
                names.add(variable(name));
            }
        });
        return names;
    }

    /// The number a setting has where nobody sets it.
    int defaultNumber(String name) {
        Property property = declared.get(name);
        String value = property != null && property.hasDefaultValue() ? property.getDefaultValue() : file.get(name);
        assertThat(value).as("default of %s", name).isNotNull();
        return Integer.parseInt(value);
    }

    private static String variable(String name) {
        return StringUtil.replaceNonAlphanumericByUnderscores(name).toUpperCase(Locale.ROOT);
    }

    private static Map<String, String> properties(Path path) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path)) {
            properties.load(reader);
        }
        Map<String, String> map = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
        return map;
    }
}
