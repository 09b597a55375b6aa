// An option of streams that is not public: values stay the core's JSON, a Buffer of UTF-8 each, which is good until the
// next outcome is asked for. The command line writes them to its output as they are.
'use strict';

const UNPARSED = Symbol('unparsed');

module.exports = { UNPARSED };
