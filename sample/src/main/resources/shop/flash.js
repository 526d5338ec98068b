// One call that waits for its turn, shown over the page meanwhile. The shop checks the pass that comes with it.
const [claim, done, claimed] = ["claim", "done", "claimed"].map((id) => document.getElementById(id));
let visit;

claim.onclick = async () => {
  claim.disabled = true;
  try {
    const answer = await turnkeeper.fetch("/flash/claim", {
      method: "POST",
      onVisit: (begun) => turnkeeper.show((visit = begun)),
    });
    const { number } = await answer.json();
    claimed.textContent = claimed.dataset.claimed.replace("{n}", number);
    done.hidden = false;
  } catch {
    claimed.textContent = claimed.dataset.gone;
    claim.disabled = false;
  }
};

// The place goes to the next one.
done.onclick = async () => {
  await visit?.complete();
  location.reload();
};
