// A group with its categories: a list one can drag in, walk through with Tab, and reorder with Alt and the arrow keys.
import { Ellipsis, GripVertical, Plus } from 'lucide-react';
import { useState, type DragEvent, type KeyboardEvent } from 'react';
import type { CategoryUsageView, CategoryView } from '@/api/generated';
import { useAct } from '@/api/hooks';
import { go } from '@/app/address';
import { toastError } from '@/app/toasts';
import css from '@/features/organise/organise.module.css';
import { cx } from '@/lib/cx';
import { formatMonth } from '@/lib/dates';
import { rowQuery } from '@/lib/query';
import { m } from '@/messages';
import { IconButton } from '@/parts/Button';
import { Menu, type MenuItem } from '@/parts/Choice';
import type { GroupWithCategories } from './Categories';

interface GroupProps {
  group: GroupWithCategories;
  others: readonly GroupWithCategories[];
  used: ReadonlyMap<string, CategoryUsageView>;
  archived: boolean;
  first: boolean;
  last: boolean;
  dragged: string | null;
  onDrag: (id: string | null) => void;
  onPut: (group: GroupWithCategories, id: string, before: string | null) => void;
  onStep: (group: GroupWithCategories, id: string, by: -1 | 1) => void;
  onStepGroup: (by: -1 | 1) => void;
  onAdd: () => void;
  onEdit: (category: CategoryView) => void;
  onEditGroup: () => void;
  onMerge: (category: CategoryView) => void;
}

export function kindName(kind: string): string {
  if (kind === 'income') return m.categories_kind_income();
  return kind === 'transfer' ? m.categories_kind_transfer() : m.categories_kind_expense();
}

export function Group(props: GroupProps) {
  const { group, dragged } = props;
  const remove = useAct('group.delete');
  const [over, setOver] = useState<string | null>(null);
  const shown = group.items.filter(item => props.archived || !item.archived);
  const drop = (event: DragEvent, before: string | null) => {
    event.preventDefault();
    event.stopPropagation();
    setOver(null);
    if (dragged) props.onPut(group, dragged, before);
    props.onDrag(null);
  };
  const allow = (event: DragEvent, id: string | null) => {
    if (!dragged) return;
    event.preventDefault();
    event.stopPropagation();
    setOver(id);
  };
  const menu: (MenuItem | null)[] = [
    { label: m.categories_change(), run: props.onEditGroup },
    { label: m.categories_move_up(), disabled: props.first, run: () => props.onStepGroup(-1) },
    { label: m.categories_move_down(), disabled: props.last, run: () => props.onStepGroup(1) },
    null,
    {
      label: m.categories_delete_group(),
      danger: true,
      disabled: group.items.length > 0,
      run: () => remove.mutate({ group: group.id }, { onError: toastError }),
    },
  ];
  return (
    // The mouse may drop here what the keys move by menu and arrows.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      className={css.group}
      aria-label={group.name}
      onDragOver={event => allow(event, null)}
      onDrop={event => drop(event, null)}
    >
      <div className={css.groupHead}>
        <h2 className={css.name}>{group.name}</h2>
        <span className={css.quiet}>{kindName(group.kind)}</span>
        <IconButton label={`${m.categories_new()}: ${group.name}`} size="small" onClick={props.onAdd}>
          <Plus size={16} aria-hidden />
        </IconButton>
        <Menu
          items={menu}
          trigger={
            <IconButton label={m.categories_more({ name: group.name })} size="small">
              <Ellipsis size={16} aria-hidden />
            </IconButton>
          }
        />
      </div>
      {shown.length === 0 && <p className={css.empty}>{m.categories_group_empty()}</p>}
      <ul>
        {shown.map((item, place) => (
          <Item
            key={item.id}
            {...props}
            item={item}
            usage={props.used.get(item.id)}
            isFirst={place === 0}
            isLast={place === shown.length - 1}
            over={over === item.id && dragged !== item.id}
            onOver={event => allow(event, item.id)}
            onDrop={event => drop(event, item.id)}
          />
        ))}
      </ul>
    </section>
  );
}

interface ItemProps extends GroupProps {
  item: CategoryView;
  usage: CategoryUsageView | undefined;
  isFirst: boolean;
  isLast: boolean;
  over: boolean;
  onOver: (event: DragEvent) => void;
  onDrop: (event: DragEvent) => void;
}

function Item(props: ItemProps) {
  const { item, usage, group } = props;
  const update = useAct('category.update');
  const unmerge = useAct('category.unmerge');
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      props.onStep(group, item.id, event.key === 'ArrowUp' ? -1 : 1);
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const next = event.key === 'ArrowUp' ? 'previousElementSibling' : 'nextElementSibling';
      (event.currentTarget[next] as HTMLElement | null)?.focus();
    } else if (event.key === 'Enter' || event.key === 'F2') props.onEdit(item);
    else return;
    event.preventDefault();
  };
  const menu: (MenuItem | null)[] = [
    { label: m.categories_rename(), keys: 'F2', run: () => props.onEdit(item) },
    {
      label: m.categories_move_up(),
      keys: 'Alt ↑',
      disabled: props.isFirst,
      run: () => props.onStep(group, item.id, -1),
    },
    {
      label: m.categories_move_down(),
      keys: 'Alt ↓',
      disabled: props.isLast,
      run: () => props.onStep(group, item.id, 1),
    },
    { label: m.categories_merge(), run: () => props.onMerge(item) },
    {
      label: item.archived ? m.categories_unarchive() : m.categories_archive(),
      run: () => update.mutate({ category: item.id, archived: !item.archived }, { onError: toastError }),
    },
    {
      label: m.categories_show_rows(),
      run: () => go('register', { q: rowQuery({ category: item.name }) }),
    },
    ...(usage && usage.merged.length > 0 ? [null] : []),
    ...(usage?.merged ?? []).map(merged => ({
      label: m.categories_unmerge({ name: merged.name }),
      run: () => unmerge.mutate({ category: merged.id }, { onError: toastError }),
    })),
    null,
    ...props.others.map(other => ({
      label: m.categories_move_to({ group: other.name }),
      run: () => props.onPut(other, item.id, null),
    })),
  ];
  return (
    // One stop per category: the keys move between them, reorder and rename.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li
      className={css.item}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      draggable
      data-over={props.over}
      onKeyDown={onKeyDown}
      onDragStart={event => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', item.name);
        props.onDrag(item.id);
      }}
      onDragEnd={() => props.onDrag(null)}
      onDragOver={props.onOver}
      onDrop={props.onDrop}
    >
      <span className={css.handle}>
        <GripVertical size={14} aria-hidden />
      </span>
      <span className={cx(css.name, item.archived && css.off)}>
        {item.name}
        {item.archived && <span className={css.quiet}> · {m.categories_is_archived()}</span>}
      </span>
      <span className={cx(css.quiet, 'number')}>{usageText(usage)}</span>
      <Menu
        items={menu}
        trigger={
          <IconButton label={m.categories_more({ name: item.name })} size="small">
            <Ellipsis size={16} aria-hidden />
          </IconButton>
        }
      />
    </li>
  );
}

/** `12 rows · 1 rule · last in Mar 24`. */
export function usageText(usage: CategoryUsageView | undefined): string {
  if (!usage || (usage.rows === 0 && usage.rules === 0)) return m.categories_unused();
  const parts = [usage.rows === 1 ? m.categories_one_row() : m.categories_rows({ count: usage.rows })];
  if (usage.rules > 0) {
    parts.push(usage.rules === 1 ? m.categories_one_rule() : m.categories_rules({ count: usage.rules }));
  }
  if (usage.last_month) parts.push(m.categories_last({ month: formatMonth(usage.last_month, 'short') }));
  return parts.join(' · ');
}
