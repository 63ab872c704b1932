/** The form of a search; what it holds becomes the page's address, so that a search can be kept and sent. */

import { useState } from 'preact/hooks';
import { fromInput, toInput } from '../../format/instants.js';
import { STATES } from '../../format/words.js';
import { Field } from '../../parts/field.js';
import { isEmptyFilter, type ListKey, type NumberKey, type TextKey } from '../../state/task-filter.js';
import { useWorld } from '../../state/world.js';

interface Properties {
  readonly filter: URLSearchParams;
  readonly order: string;
  /** What this search can be ordered by. */
  readonly orders: readonly string[];
  readonly onSearch: (filter: URLSearchParams, order: string) => void;
}

const ORDER_NAMES: Readonly<Record<string, string>> = {
  newest: 'newest first',
  oldest: 'oldest first',
  attempts: 'most attempts first',
};

const TIMES: readonly (readonly [NumberKey, string])[] = [
  ['created_from', 'Created from'],
  ['created_before', 'Created before'],
  ['closed_from', 'Closed from'],
  ['closed_before', 'Closed before'],
];

const TEXTS: readonly (readonly [TextKey, string])[] = [
  ['job', 'Job'],
  ['error_group', 'Error of a group'],
];

const ATTEMPTS: readonly (readonly [NumberKey, string])[] = [
  ['attempts_from', 'Attempts from'],
  ['attempts_up_to', 'up to'],
];

export function FilterForm({ filter, order, orders, onSearch }: Properties) {
  const { labourers } = useWorld();
  const [draft, setDraft] = useState(() => new URLSearchParams(filter));
  const change = (edit: (next: URLSearchParams) => void): URLSearchParams => {
    const next = new URLSearchParams(draft);
    edit(next);
    setDraft(next);
    return next;
  };
  const set = (key: TextKey | ListKey | NumberKey, value: string): URLSearchParams =>
    change((next) => (value === '' ? next.delete(key) : next.set(key, value)));
  const toggle = (state: string): void => {
    const states = draft.getAll('state');
    const kept = states.includes(state) ? states.filter((each) => each !== state) : [...states, state];
    const next = change((edited) => {
      edited.delete('state');
      for (const each of kept) edited.append('state', each);
    });
    onSearch(next, order);
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    onSearch(draft, order);
  };
  const hasMore = [...TIMES, ...ATTEMPTS].some(([key]) => draft.has(key)) || TEXTS.some(([key]) => draft.has(key));
  return (
    <search>
      <form class="filter" onSubmit={submit}>
        <div class="filter-line">
          <input
            type="search"
            class="filter-text"
            aria-label="Text in the id, the payload or the error"
            placeholder="Text in the id, the payload or the error  /"
            value={draft.get('text') ?? ''}
            onInput={(event) => set('text', event.currentTarget.value)}
          />
          <Field name="Labourer">
            {(id) => (
              <select
                id={id}
                value={draft.get('labourer') ?? ''}
                onChange={(event) => onSearch(set('labourer', event.currentTarget.value), order)}
              >
                <option value="">all</option>
                {labourers.map((name) => (
                  <option key={name} value={name}>
                    {name.slice(0, 80)}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {orders.length > 0 && (
            <Field name="Order">
              {(id) => (
                <select id={id} value={order} onChange={(event) => onSearch(draft, event.currentTarget.value)}>
                  <option value="">as found</option>
                  {orders.map((each) => (
                    <option key={each} value={each}>
                      {ORDER_NAMES[each] ?? each}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          )}
          <button type="submit" class="primary">
            Search
          </button>
          {!isEmptyFilter(draft) && (
            <button type="button" onClick={() => onSearch(new URLSearchParams(), order)}>
              Clear
            </button>
          )}
        </div>
        <fieldset class="states">
          <legend class="hidden">States</legend>
          {STATES.map(({ state, name }) => (
            <label key={state} class="chip">
              <input type="checkbox" checked={draft.getAll('state').includes(state)} onChange={() => toggle(state)} />
              {name}
            </label>
          ))}
        </fieldset>
        <details open={hasMore}>
          <summary>Job, error, times and attempts</summary>
          <div class="filter-more">
            {TEXTS.map(([key, name]) => (
              <Field key={key} name={name}>
                {(id) => (
                  <input
                    id={id}
                    type="text"
                    value={draft.get(key) ?? ''}
                    onInput={(event) => set(key, event.currentTarget.value)}
                  />
                )}
              </Field>
            ))}
            {TIMES.map(([key, name]) => (
              <Field key={key} name={name}>
                {(id) => (
                  <input
                    id={id}
                    type="datetime-local"
                    step={1}
                    value={draft.has(key) ? toInput(Number(draft.get(key))) : ''}
                    onChange={(event) => set(key, secondsText(event.currentTarget.value))}
                  />
                )}
              </Field>
            ))}
            {ATTEMPTS.map(([key, name]) => (
              <Field key={key} name={name}>
                {(id) => (
                  <input
                    id={id}
                    type="number"
                    min={0}
                    value={draft.get(key) ?? ''}
                    onInput={(event) => set(key, event.currentTarget.value)}
                  />
                )}
              </Field>
            ))}
          </div>
        </details>
      </form>
    </search>
  );
}

function secondsText(text: string): string {
  const seconds = fromInput(text);
  return Number.isNaN(seconds) ? '' : String(seconds);
}
