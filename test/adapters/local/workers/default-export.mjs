export default (event) => ({ byDefault: event.n });
