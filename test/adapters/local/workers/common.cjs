exports.handler = (event) => ({ common: event.n });
