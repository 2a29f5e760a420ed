"""Routes by screen; each module has a `router`."""

from vedette.web.routes import alerts, board, feeds, field, judging, live, log, people, rules, sheets, spots, states, triage, views

ROUTERS = (
    alerts.router,
    feeds.router,
    field.router,
    judging.router,
    live.router,
    log.router,
    people.router,
    rules.router,
    sheets.router,
    spots.router,
    states.router,
    triage.router,
    views.router,
    board.router,
)
"""All of them, as `create_app` includes them."""
