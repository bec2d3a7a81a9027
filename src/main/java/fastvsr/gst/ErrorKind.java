package fastvsr.gst;

import java.util.function.IntSupplier;

/** Domain and code of an element error. */
public enum ErrorKind {
    CORE_NEGOTIATION(Gst::gst_core_error_quark, 7),
    LIBRARY_FAILED(Gst::gst_library_error_quark, 1),
    LIBRARY_INIT(Gst::gst_library_error_quark, 3),
    LIBRARY_SETTINGS(Gst::gst_library_error_quark, 5),
    RESOURCE_NOT_FOUND(Gst::gst_resource_error_quark, 3),
    RESOURCE_READ(Gst::gst_resource_error_quark, 9),
    RESOURCE_NO_SPACE_LEFT(Gst::gst_resource_error_quark, 14),
    STREAM_FAILED(Gst::gst_stream_error_quark, 1),
    STREAM_FORMAT(Gst::gst_stream_error_quark, 11);

    private final IntSupplier domain;
    private final int code;

    ErrorKind(IntSupplier domain, int code) {
        this.domain = domain;
        this.code = code;
    }

    int domain() {
        return domain.getAsInt();
    }

    int code() {
        return code;
    }
}
