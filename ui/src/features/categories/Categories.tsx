// Groups and their categories: order, names, archive, merges, and how much each is used.
import { FolderPlus, Plus, Tags } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useAct, useAsk } from '@/api/hooks';
import type { CategoryUsageView, CategoryView, GroupView } from '@/api/generated';
import { toastError } from '@/app/toasts';
import css from '@/features/organise/organise.module.css';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Switch } from '@/parts/Choice';
import { EmptyState, ErrorState, PageHeader, SkeletonRows } from '@/parts/States';
import { CategoryDialog, GroupDialog, type CategoryDraft, type GroupDraft } from './Dialogs';
import { Group } from './Group';
import { MergeDialog } from './MergeDialog';
import { moved, placed } from './order';

export interface GroupWithCategories extends GroupView {
  items: CategoryView[];
}

export default function Categories() {
  const groups = useAsk('group.list', {});
  const categories = useAsk('category.list', {});
  const usage = useAsk('category.usage', {});
  const reorder = useAct('category.reorder');
  const reorderGroups = useAct('group.reorder');
  const [archived, setArchived] = useState(false);
  const [category, setCategory] = useState<CategoryDraft | null>(null);
  const [group, setGroup] = useState<GroupDraft | null>(null);
  const [merging, setMerging] = useState<CategoryView | null>(null);
  const [dragged, setDragged] = useState<string | null>(null);

  const tree = useMemo<GroupWithCategories[]>(
    () =>
      (groups.data?.items ?? []).map(one => ({
        ...one,
        items: (categories.data?.items ?? []).filter(item => item.group_id === one.id),
      })),
    [groups.data, categories.data],
  );
  const used = useMemo(
    () => new Map<string, CategoryUsageView>(usage.data?.items.map(item => [item.id, item])),
    [usage.data],
  );

  const put = (target: GroupWithCategories, id: string, before: string | null) =>
    reorder.mutate(
      {
        group: target.id,
        categories: placed(
          target.items.map(item => item.id),
          id,
          before,
        ),
      },
      { onError: toastError },
    );
  const step = (target: GroupWithCategories, id: string, by: -1 | 1) =>
    reorder.mutate(
      {
        group: target.id,
        categories: moved(
          target.items.map(item => item.id),
          id,
          by,
        ),
      },
      { onError: toastError },
    );
  const stepGroup = (id: string, by: -1 | 1) =>
    reorderGroups.mutate(
      {
        groups: moved(
          tree.map(one => one.id),
          id,
          by,
        ),
      },
      { onError: toastError },
    );

  const failed = groups.error ?? categories.error;
  return (
    <div className={css.page}>
      <PageHeader title={m.categories_title()} about={m.categories_about()}>
        <Switch label={m.categories_archived()} checked={archived} onChange={setArchived} />
        <Button
          icon={<FolderPlus size={16} aria-hidden />}
          onClick={() => setGroup({ id: null, name: '', kind: 'expense' })}
        >
          {m.categories_new_group()}
        </Button>
        <Button
          kind="primary"
          icon={<Plus size={16} aria-hidden />}
          disabled={tree.length === 0}
          onClick={() => setCategory({ id: null, name: '', group: tree[0]?.id ?? '' })}
        >
          {m.categories_new()}
        </Button>
      </PageHeader>
      <div className={css.body}>
        {failed ? (
          <ErrorState
            error={failed}
            onRetry={() => void Promise.all([groups.refetch(), categories.refetch()])}
          />
        ) : !groups.data || !categories.data ? (
          <SkeletonRows rows={14} />
        ) : tree.length === 0 ? (
          <EmptyState
            icon={Tags}
            title={m.categories_none_title()}
            action={
              <Button kind="primary" onClick={() => setGroup({ id: null, name: '', kind: 'expense' })}>
                {m.categories_new_group()}
              </Button>
            }
          >
            {m.categories_none_about()}
          </EmptyState>
        ) : (
          <div className={`${css.stack} ${css.narrow}`}>
            {tree.map((one, place) => (
              <Group
                key={one.id}
                group={one}
                others={tree.filter(other => other.id !== one.id)}
                used={used}
                archived={archived}
                first={place === 0}
                last={place === tree.length - 1}
                dragged={dragged}
                onDrag={setDragged}
                onPut={put}
                onStep={step}
                onStepGroup={by => stepGroup(one.id, by)}
                onAdd={() => setCategory({ id: null, name: '', group: one.id })}
                onEdit={item => setCategory({ id: item.id, name: item.name, group: item.group_id })}
                onEditGroup={() => setGroup({ id: one.id, name: one.name, kind: one.kind })}
                onMerge={setMerging}
              />
            ))}
          </div>
        )}
      </div>
      {category && <CategoryDialog draft={category} groups={tree} onClose={() => setCategory(null)} />}
      {group && <GroupDialog draft={group} onClose={() => setGroup(null)} />}
      {merging && (
        <MergeDialog
          category={merging}
          categories={categories.data?.items ?? []}
          onClose={() => setMerging(null)}
        />
      )}
    </div>
  );
}
