// The ids of all apps: shard after shard of Play's own list, as long as it is the same generation of it.
'use strict';

const { ENTRY, cursorOf, planOf, startOf } = require('./catalogue-options.cjs');
const native = require('./native.cjs');
const { Shards } = require('./shards.cjs');
const { Walk } = require('./walk.cjs');
const { WalkCalls } = require('./walk-calls.cjs');

/** Shards that are read ahead of the one that is given, so that one that takes long does not hold up the others. */
const AHEAD = 64;

/** A walk through the catalogue. */
class CatalogueWalk extends Walk {
  #plan;
  #site;
  #calls;
  /** What is walked through. @type {{ date: string, run: string, shards: number } | undefined} */
  generation;
  shards = 0;
  apps = 0;

  /**
   * @param {import('./binding.cjs').NativeClient} client
   * @param {import('./catalogue-options.cjs').Plan} plan
   * @param {{ stack?: string }} site
   */
  constructor(client, plan, site) {
    super(
      plan.from?.text,
      () => this.#all(),
      () => ({ apps: this.apps, shards: this.shards }),
    );
    this.#plan = plan;
    this.#site = site;
    this.#calls = new WalkCalls({ client, noun: ENTRY, entry: ENTRY, site }, plan.deadlineMs);
  }

  async *#all() {
    this.#calls.begin();
    const shards = await this.#generation();
    this.generation = shards.generation;
    const start = startOf(this.#plan, shards, this.#site);
    this.cursor = cursorOf(this.#plan, shards, start);
    yield* this.#shards(shards, shards.order(this.#plan).slice(start), start);
    this.cursor = undefined;
    return 'end';
  }

  /** Which shards there are: robots.txt names the indexes, and these name them. */
  async #generation() {
    // Through one exit: another may be served another generation for a while.
    const chain = new native.Chain();
    const { indexes } = await this.#file({ file: 'robots' }, chain);
    const shards = new Shards(this.#site);
    for (const address of new Set(indexes)) shards.add(await this.#file({ file: 'index', address }, chain));
    return shards;
  }

  /**
   * The apps of each shard, in order, though several are asked for at a time.
   * @param {InstanceType<typeof Shards>} shards
   * @param {number[]} numbers those that are left
   * @param {number} start how many come before these
   */
  async *#shards(shards, numbers, start) {
    let given = 0;
    /** Those that came before their turn. @type {Map<number, any>} */
    const early = new Map();
    /** @type {(() => void) | undefined} */
    let moved;
    async function* requests() {
      for (const [place, number] of numbers.entries()) {
        if (place - given >= AHEAD) {
          await new Promise((resolve) => {
            moved = () => resolve(undefined);
          });
        }
        yield { file: 'shard', address: shards.address(number) };
      }
    }
    for await (const outcome of this.#calls.many(requests(), this.#plan.stream)) {
      early.set(outcome.index, outcome);
      for (let next = early.get(given); next; next = early.get(given)) {
        early.delete(given);
        if (next.status === 'rejected') throw next.reason;
        for (const appId of next.value.appIds) {
          this.apps += 1;
          yield { appId, shard: numbers[given] };
          this.#plan.stream.signal?.throwIfAborted();
        }
        given += 1;
        this.shards += 1;
        this.cursor = cursorOf(this.#plan, shards, start + given);
        moved?.();
      }
    }
  }

  /**
   * @param {Record<string, unknown>} request
   * @param {import('./binding.cjs').Chain} chain
   */
  #file(request, chain) {
    const { signal, timeoutMs, priority } = this.#plan.stream;
    return this.#calls.one(request, { signal, timeoutMs, priority }, chain);
  }
}

module.exports = { CatalogueWalk, planOf };
