// An ordinary AJAX call to a protected address: when the pass is over, it is answered 401.
const seats = document.getElementById("seats");
setInterval(async () => {
  const answer = await fetch("/buy/seats", { headers: { Accept: "application/json" } }).catch(() => null);
  document.getElementById("away").hidden = answer?.status !== 401;
  if (answer?.ok) seats.textContent = (await answer.json()).seats;
}, 3000);
