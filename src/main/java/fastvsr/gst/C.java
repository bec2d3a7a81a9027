package fastvsr.gst;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The C expression whose value a constant repeats; LayoutTest compiles it and compares. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@interface C {
    /** The expression, for example {@code offsetof(GstBuffer, pts)}. */
    String value();
}
