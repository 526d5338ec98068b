/**
 * Tells the visitor that the turn has come: a sound, a vibration, and the system's notification where it was allowed. Only
 * ever after the visitor asked for it, and asking is what lets the browser play a sound later.
 */
export function bell() {
  let audio = null;
  let on = false;

  return {
    isOn: () => on,

    async toggle() {
      on = !on;
      if (!on) return;
      const Audio = window.AudioContext || window.webkitAudioContext;
      if (Audio && !audio) audio = new Audio();
      if (audio) audio.resume().catch(() => {});
      if ("Notification" in window && Notification.permission === "default") {
        await Notification.requestPermission().catch(() => {});
      }
    },

    /** @param {string} text one short line @param {string} name the room's */
    ring(text, name) {
      if (!on) return;
      if (audio) [0, 0.25, 0.5].forEach((after, i) => tone(audio, audio.currentTime + after, 660 + 110 * i));
      if (navigator.vibrate) navigator.vibrate([200, 100, 200]);
      try {
        if ("Notification" in window && Notification.permission === "granted") new Notification(text, { body: name });
      } catch {
        // Phones only show notifications of service workers; sound and vibration are left.
      }
    },
  };
}

function tone(audio, at, hertz) {
  const source = audio.createOscillator();
  const volume = audio.createGain();
  source.frequency.value = hertz;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.3, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.4);
  source.connect(volume).connect(audio.destination);
  source.start(at);
  source.stop(at + 0.45);
}
