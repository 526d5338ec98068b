import { rank } from "./rank.js";

/**
 * What a page that lives on the public view makes of it: its own place, as the node would tell it.
 *
 * @param view as `GET /api/v1/rooms/{room}/view` answers it
 * @param visit the one that the node told when it was entered
 * @returns null where only the node knows: its turn has come, or its generation is over
 */
export function placeIn(view, visit) {
  if (view.generation !== visit.generation || typeof view.serving !== "number" || !view.gone) return null;
  const mine = rank(view, visit.position);
  if (mine === 0) return null;
  const waiting = Math.max(mine, view.waiting ?? mine);
  return { rank: mine, ahead: mine - 1, behind: waiting - mine, waiting, eta: eta(mine, view.outflowPerMinute) };
}

/** Until the view is looked at again: often near the front, seldom far back. */
export function viewPauseMillis(place, random) {
  return Math.min(20_000, 1000 + 10 * place.rank) * (0.9 + 0.2 * random);
}

/** Until the node is told that somebody is still here. */
export function signPauseMillis(view, random) {
  return ((view.retentionSeconds || 150) / 3) * 1000 * (0.8 + 0.2 * random);
}

function eta(mine, perMinute) {
  if (!(perMinute > 0)) return null;
  const seconds = (60 * mine) / perMinute;
  return { lowSeconds: Math.floor(0.75 * seconds), highSeconds: Math.ceil(1.35 * seconds) };
}
