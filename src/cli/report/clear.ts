/** What stands of a report in the clear, in words. The database may say what this version does not know: then as it stands. */
import { type Text, text } from '../../domain/message.ts';
import { CATEGORIES, categoryLabel, REPORT_STATUSES } from '../../domain/report.ts';
import { ONLINE } from '../../domain/report-body.ts';

export function categoryWord(category: string): Text {
  const known = CATEGORIES.find((one) => one === category);
  return known ? categoryLabel(known) : text('dossier.as_it_is', { value: category });
}

export function areaWords(area: string): Text {
  if (area === '') return text('dossier.area_untold');
  return area === ONLINE ? text('dossier.area_online') : text('dossier.as_it_is', { value: area });
}

export function statusWord(status: string): Text {
  const known = REPORT_STATUSES.find((one) => one === status);
  return known ? text(`dossier.status_${known}`) : text('dossier.as_it_is', { value: status });
}
