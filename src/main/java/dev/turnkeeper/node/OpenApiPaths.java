package dev.turnkeeper.node;

import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem;

/** Makes {@code {verb: pause|close}} of a resource's path the {@code {verb}} that OpenAPI knows. */
public final class OpenApiPaths implements OASFilter {

    private static final Pattern WITH_RULE = Pattern.compile("\\{(\\w+)\\s*:[^{}]*}");

    @Override
    public void filterOpenAPI(OpenAPI document) {
        for (Map.Entry<String, PathItem> path :
                Map.copyOf(document.getPaths().getPathItems()).entrySet()) {
            String plain = WITH_RULE.matcher(path.getKey()).replaceAll("{$1}");
            if (!plain.equals(path.getKey())) {
                document.getPaths().removePathItem(path.getKey());
                document.getPaths().addPathItem(plain, path.getValue());
            }
        }
    }
}
