/** Loaded before the bot (`--import`): at SIGUSR2 something fails that nobody catches, and quotes `LATE_FAULT`. */
const { LATE_FAULT: words = '', LATE_FAULT_OF: where } = process.env;

process.on('SIGUSR2', () => {
  const fault = new Error(words);
  if (where === 'promise') void Promise.reject(fault);
  else throw fault;
});
