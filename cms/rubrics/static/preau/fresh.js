// What is under way is asked again every two seconds, until it is done; nothing moves unless it says something new.
const EVERY = 2000;

for (const place of document.querySelectorAll("[data-preau-fresh]")) {
  let last = "";
  const later = () => place.querySelector("[data-waiting]") && setTimeout(look, EVERY);
  const look = async () => {
    if (document.hidden) return later();
    try {
      const answer = await fetch(place.dataset.preauFresh, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (!answer.ok || answer.redirected) return; // signed out: what is shown stays
      const text = await answer.text();
      const held = place.contains(document.activeElement); // somebody is on a link: it is not taken from under them
      if (text !== last && !held) place.innerHTML = last = text;
    } catch {
      // the network is away: what is shown stays, and is asked for again
    }
    later();
  };
  later();
}
