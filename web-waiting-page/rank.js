/**
 * A visitor's rank, worked out on the device from what everybody may see and the visitor's own position.
 * Exact up to 99 and within 1 % further back; visitors let in out of turn learn it from the node alone.
 *
 * @param {{serving: number, gone: Array<[number, number]>}} view  as `GET /api/v1/rooms/{room}/view` answers it
 * @param {number} position  from the visit; of the view's own generation
 * @returns {number} visitors still to enter up to and with this one (at least 1); 0 once this one may enter
 */
export function rank(view, position) {
  if (position <= view.serving) return 0;
  return Math.max(1, Math.round(position - view.serving - goneBefore(view, position)));
}

/** Between two knots the count grows evenly; before the first it starts at (serving, 0), beyond the last it stays. */
function goneBefore({ serving, gone }, position) {
  let low = 0;
  let high = gone.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (gone[middle][0] < position) low = middle + 1;
    else high = middle;
  }
  const [fromPosition, fromCount] = low > 0 ? gone[low - 1] : [serving, 0];
  if (low === gone.length) return fromCount;
  const [toPosition, toCount] = gone[low];
  return fromCount + ((toCount - fromCount) * (position - fromPosition)) / (toPosition - fromPosition);
}
