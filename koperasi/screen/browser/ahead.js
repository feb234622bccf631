// What cards say and draw after the next click on a regency (screen/ahead.py), fetched while nobody waits.

const here = new URL(import.meta.url);
const CALM = 1500; // milliseconds after the last change: the server thinks of the next one only when nobody waits
const TRIES = 8; // it may be busy with others
const MOST = 64; // cards that are remembered; the oldest is forgotten
const known = new Map(); // token -> { code: what the card is told }, "" for no regency
const wanted = new Map(); // token -> how often it was asked for
let timer;

// of this card after a click that leaves `code` picked alone; undefined where it is not known
export const after = (token, code) => known.get(token)?.[code];

export function expect(token) {
  if (known.has(token)) return;
  wanted.set(token, 0);
  again();
}

function again() {
  clearTimeout(timer);
  timer = setTimeout(ask, CALM);
}

async function ask() {
  await Promise.all([...wanted].map(async ([token, times]) => {
    wanted.set(token, times + 1);
    const answer = await fetch(new URL(`../../../ahead/${token}`, here)).catch(() => undefined);
    if (answer?.status === 200) {
      known.set(token, await answer.json());
      if (known.size > MOST) known.delete(known.keys().next().value);
    }
    if (known.has(token) || answer?.status !== 204 || times + 1 === TRIES) wanted.delete(token);
  }));
  if (wanted.size) again();
}
