package dev.turnkeeper.operator;

import dev.turnkeeper.account.Roles;
import dev.turnkeeper.account.Who;
import dev.turnkeeper.problem.ProblemException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;

/**
 * Says, before the role does, what is missing to whom {@link Roles#FIRST_LOGIN} is all they have. Not what keeps them out:
 * that is the role.
 */
@Provider
@Priority(Priorities.AUTHORIZATION - 1)
public class FirstLoginFilter implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext context) {
        // The server's properties of a request are its attributes.
        Optional.ofNullable(context.getProperty(Who.ATTRIBUTE))
                .map(Who.class::cast)
                .filter(Who::mustChange)
                .filter(who -> !context.getUriInfo().getPath().equals("admin/accounts/" + who.name()))
                .ifPresent(who -> {
                    throw ProblemException.typed(
                            403,
                            "password-change-required",
                            "The password must be changed first",
                            "Somebody else chose this account's password: send PATCH /api/v1/admin/accounts/"
                                    + who.name() + " with {\"password\": \"…\"}, then log in with the new one");
                });
    }
}
