package io.pleura.alerting.triage;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// For tests of what people are told: a story for [Scenario], whose highest score is 0.9, every side that must be
/// named, and whether the files state it. Who acknowledged the left side is called back because of the right one.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}: {1}")
@CsvSource(delimiter = '|', textBlock = """
        image 1 0.9 LEFT                                       | LEFT      | true
        image 1 0.9 LEFT, image 2 0.7 LEFT                     | LEFT      | true
        image 1 0.9 LEFT, image 2 0.7 RIGHT                    | BILATERAL | true
        image 1 0.9 LEFT, ack a, image 2 0.7 RIGHT             | BILATERAL | true
        image 1 0.9 LEFT, ack a, image 2 0.7 RIGHT unstated    | BILATERAL | false
        image 1 0.9 UNDETERMINED, dismiss a, image 2 0.7 RIGHT | RIGHT     | true
        """)
public @interface StoriesOfSides {}
