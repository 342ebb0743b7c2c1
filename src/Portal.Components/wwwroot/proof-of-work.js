// Works for a moment while the form is filled in: looks for a number that gives the challenge a SHA-256 with enough zero bits in front.
// In short slices, so that nobody notices while typing. Load with "defer", before the form can be sent.
(() => {
  const place = document.querySelector("[data-proof-of-work]");
  if (!place) return;
  const { proofOfWork: challenge, bits, working, done } = place.dataset;
  const [field, line] = [place.querySelector("input"), place.querySelector("p")];
  const form = field.form;
  const slice = () => waiting ? 50 : 8; // milliseconds; who has sent the form types no more
  const block = 64; // bytes

  // ---- SHA-256 (FIPS 180-4); its constants are the first bits of roots of primes
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime)) primes.push(n);
  const fraction = (x) => ((x - Math.floor(x)) * 2 ** 32) | 0;
  const start = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
  const K = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
  const W = new Int32Array(64);
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  const compress = (state, bytes, at, out) => {
    for (let i = 0; i < 16; i++, at += 4) W[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    for (let i = 16; i < 64; i++) {
      const x = W[i - 15];
      const y = W[i - 2];
      W[i] = (W[i - 16] + W[i - 7] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10))) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const t = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
      const u = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + t) | 0; d = c; c = b; b = a; a = (t + u) | 0;
    }
    out[0] = a + state[0]; out[1] = b + state[1]; out[2] = c + state[2]; out[3] = d + state[3];
    out[4] = e + state[4]; out[5] = f + state[5]; out[6] = g + state[6]; out[7] = h + state[7];
  };

  // ---- What stands in front of the number is hashed once; the rest is one block for each number
  const bytes = new TextEncoder().encode(challenge + ":");
  const state = start.slice();
  let whole = 0;
  for (; whole + block <= bytes.length; whole += block) compress(state.slice(), bytes, whole, state);
  const tail = bytes.length - whole;
  const last = new Uint8Array(block);
  const hash = new Int32Array(8);
  const fits = (number) => {
    const digits = String(number);
    const length = (bytes.length + digits.length) * 8; // in bits, and below 65536
    last.fill(0);
    last.set(bytes.subarray(whole));
    for (let i = 0; i < digits.length; i++) last[tail + i] = digits.charCodeAt(i);
    last[tail + digits.length] = 0x80;
    last[block - 2] = length >> 8;
    last[block - 1] = length;
    compress(state, last, 0, hash);
    return Math.clz32(hash[0]) >= bits;
  };

  let number = 0;
  let waiting = null;
  const say = (text) => {
    line.hidden = false;
    line.lastElementChild.textContent = text;
  };
  const work = () => {
    for (const end = performance.now() + slice(); performance.now() < end; number++) {
      if (!fits(number)) continue;
      field.value = `${challenge}:${number}`;
      say(done);
      const button = waiting?.button;
      if (waiting) {
        waiting = null;
        form.requestSubmit(button);
      }
      return;
    }
    setTimeout(work);
  };

  // Sent before the work is done: it goes off by itself as soon as it is.
  document.addEventListener("submit", (event) => {
    if (event.target !== form || field.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = { button: event.submitter };
  }, true);

  say(working);
  setTimeout(work);
})();
