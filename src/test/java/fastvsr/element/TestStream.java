package fastvsr.element;

import fastvsr.element.StreamItem.NewCaps;
import fastvsr.element.StreamItem.NewSegment;
import fastvsr.element.StreamItem.Plain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A stream that tests send through the element: its text says all of it.
 *
 * @param groupLength the element's property
 * @param start       caps at the beginning
 * @param items       what follows; the end of the stream is added where it is missing
 */
record TestStream(int groupLength, NewCaps start, List<StreamItem> items) {
    /** Reads what {@link #toString()} has written. */
    static TestStream parse(String text) {
        var words = Arrays.asList(text.trim().split("\\s+"));
        return new TestStream(Integer.parseInt(words.get(0)), (NewCaps) StreamItem.parse(words.get(1)),
                words.stream().skip(2).map(StreamItem::parse).toList());
    }

    /** Everything that happens, opening and end included. */
    List<StreamItem> everything() {
        var all = new ArrayList<StreamItem>(List.of(Plain.STREAM, start, new NewSegment(1)));
        all.addAll(items);
        if (all.get(all.size() - 1) != Plain.EOS) {
            all.add(Plain.EOS);
        }
        return all;
    }

    @Override
    public String toString() {
        return Stream.concat(Stream.of(groupLength, start), items.stream()).map(Object::toString)
                .collect(Collectors.joining(" "));
    }
}
