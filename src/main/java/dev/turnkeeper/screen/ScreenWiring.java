package dev.turnkeeper.screen;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes this package's container-free part. */
@Dependent
final class ScreenWiring {

    @Produces
    @Singleton
    static PageFiles files() {
        return new PageFiles();
    }

    @Produces
    @Singleton
    static Page page(PageFiles files) {
        return new Page(files);
    }
}
