/** The header of a column by which the table can be ordered. */

import type { ComponentChildren } from 'preact';

export interface Sorting {
  readonly column: string;
  readonly isDescending: boolean;
}

interface Properties {
  readonly column: string;
  readonly sorting: Sorting;
  readonly onSort: (column: string) => void;
  readonly class?: string;
  readonly title?: string;
  readonly children: ComponentChildren;
}

export function SortHeader({ column, sorting, onSort, class: name, title, children }: Properties) {
  const isSorted = sorting.column === column;
  const order = sorting.isDescending ? 'descending' : 'ascending';
  return (
    <th scope="col" class={name} aria-sort={isSorted ? order : 'none'} title={title}>
      <button type="button" class="sort" onClick={() => onSort(column)}>
        {children}
        <span class="sort-mark" aria-hidden="true">
          {isSorted ? (sorting.isDescending ? '▾' : '▴') : ''}
        </span>
      </button>
    </th>
  );
}
