package dev.turnkeeper.layout.planted.tracer;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;

@WebServlet("/planted")
class IsMadeByItsFirstRequest extends HttpServlet {

    private static final long serialVersionUID = 1;
}
