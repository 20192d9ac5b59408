// A report as a file or on paper: the table as CSV, the chart as PNG, both as PDF, or the printer.
import { Download } from 'lucide-react';
import type { RefObject } from 'react';
import { call, type Input } from '@/api/client';
import { toast, toastError } from '@/app/toasts';
import { handOver, saveMade } from '@/lib/download';
import { getLocale, m } from '@/messages';
import { Button } from '@/parts/Button';
import { Menu } from '@/parts/Choice';
import { pngOf } from './png';

/** The report on screen, as `report.export` takes it. */
export type Exportable = Omit<Input<'report.export'>, 'format' | 'language' | 'path'>;

interface ExportMenuProps {
  page: RefObject<HTMLDivElement | null>;
  exportable: RefObject<Exportable | null>;
}

export function ExportMenu({ page, exportable }: ExportMenuProps) {
  const file = (format: 'csv' | 'pdf') => save(exportable.current, format).catch(toastError);
  const picture = () => savePicture(page.current, exportable.current?.report).catch(toastError);
  return (
    <Menu
      trigger={<Button icon={<Download size={16} aria-hidden />}>{m.reports_export()}</Button>}
      items={[
        { label: m.reports_export_csv(), run: () => void file('csv') },
        { label: m.reports_export_png(), run: () => void picture() },
        { label: m.reports_export_pdf(), run: () => void file('pdf') },
        null,
        { label: m.reports_print(), run: () => globalThis.print() },
      ]}
    />
  );
}

async function save(report: Exportable | null, format: 'csv' | 'pdf'): Promise<void> {
  if (!report) return;
  const input = { ...report, format, language: getLocale() };
  const name = `${report.report.replace('_', '-')}.${format}`;
  if (await saveMade(name, path => call('report.export', { ...input, path }))) {
    toast({ text: m.reports_saved() });
  }
}

async function savePicture(page: HTMLElement | null, report: string | undefined): Promise<void> {
  const chart = page?.querySelector<SVGSVGElement>('figure svg[role="img"]');
  if (!chart) return;
  const saved = await handOver(`${(report ?? 'report').replace('_', '-')}.png`, await pngOf(chart));
  if (saved) toast({ text: m.reports_saved() });
}
