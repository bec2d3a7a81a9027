package fastvsr.element;

import fastvsr.gst.Element;
import fastvsr.gst.ErrorKind;
import fastvsr.model.ModelException;

/** Tells the application why the network cannot be used. */
final class ModelErrors {
    private ModelErrors() {
    }

    /** Posts an element error: a known reason with its own domain, anything else with its stack trace. */
    static void post(Element element, Throwable failure) {
        if (failure instanceof ModelException known) {
            element.postError(kind(known.what()), known.getMessage(), reason(known));
        } else {
            element.postFailure(failure);
        }
    }

    /** Posts a warning: a network could not be loaded, so the one before stays in use. */
    static void warn(Element element, ModelException broken, Settings kept) {
        element.postWarning(kind(broken.what()), broken.getMessage() + "; " + kept.model() + " on " + kept.device()
                + " stays in use", reason(broken));
    }

    private static String reason(ModelException known) {
        return known.getCause() == null ? known.what().toString() : known.getCause().toString();
    }

    private static ErrorKind kind(ModelException.Cause cause) {
        return switch (cause) {
            case NOT_FOUND -> ErrorKind.RESOURCE_NOT_FOUND;
            case BROKEN -> ErrorKind.RESOURCE_READ;
            case ENGINE -> ErrorKind.LIBRARY_INIT;
            case SETTING -> ErrorKind.LIBRARY_SETTINGS;
            case MEMORY -> ErrorKind.RESOURCE_NO_SPACE_LEFT;
        };
    }
}
