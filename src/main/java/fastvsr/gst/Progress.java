package fastvsr.gst;

/** How far something that takes long has come (GstProgressType). */
public enum Progress {
    START(Progress.TYPE_START), COMPLETE(Progress.TYPE_COMPLETE), ERROR(Progress.TYPE_ERROR);

    @C("GST_PROGRESS_TYPE_START") private static final int TYPE_START = 0;
    @C("GST_PROGRESS_TYPE_COMPLETE") private static final int TYPE_COMPLETE = 2;
    @C("GST_PROGRESS_TYPE_ERROR") private static final int TYPE_ERROR = 4;

    private final int type;

    Progress(int type) {
        this.type = type;
    }

    int type() {
        return type;
    }
}
