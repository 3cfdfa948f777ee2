import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { readWhen } from '../../src/domain/when.ts';

/** A Tuesday. */
const TODAY = Temporal.PlainDate.from('2026-11-17');

/** `2026-11-16`, `2026-11-16 19:00`, with `~` where it is about; or the fault. */
function read(text: string): string {
  const result = readWhen(text, TODAY);
  if (!result.ok) return result.fault;
  return [result.day, result.time, result.about && '~'].filter((part) => part !== undefined).join(' ');
}

const table = (rows: readonly (readonly [string, string])[]) =>
  test.each(rows)('«%s» is %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

describe('days counted from today', () => {
  table([
    ['hari ini', '2026-11-17'],
    ['hr ini', '2026-11-17'],
    ['tadi', '2026-11-17'],
    ['td', '2026-11-17'],
    ['tadi pagi', '2026-11-17'],
    ['barusan', '2026-11-17'],
    ['2 jam yang lalu', '2026-11-17'],
    ['sejam lalu', '2026-11-17'],
    ['kemarin', '2026-11-16'],
    ['kmrn sore', '2026-11-16'],
    ['Kemaren malam', '2026-11-16'],
    ['wingi', '2026-11-16'],
    ['semalam', '2026-11-16'],
    ['td mlm', '2026-11-16'],
    ['malam tadi', '2026-11-16'],
    ['kemarin lusa', '2026-11-15'],
    ['lusa kemarin', '2026-11-15'],
    ['3 hari lalu', '2026-11-14'],
    ['3hr yg lalu', '2026-11-14'],
    ['tiga hari yang lalu', '2026-11-14'],
    ['dua belas hari lalu', '2026-11-05'],
    ['dua puluh lima hari yang lalu', '2026-10-23'],
    ['2-3 hari lalu', '2026-11-14 ~'],
    ['seminggu lalu', '2026-11-10 ~'],
    ['minggu lalu', '2026-11-10 ~'],
    ['dua minggu lalu', '2026-11-03 ~'],
    ['sebulan lalu', '2026-10-17 ~'],
    ['bulan kemarin', '2026-10-17 ~'],
    ['setahun yang lalu', '2025-11-17 ~'],
    ['kemarin di depan kantor lurah', '2026-11-16'],
    ['kemarin habis magrib', '2026-11-16'],
  ]);
});

describe('weekdays', () => {
  table([
    ['Senin', '2026-11-16'],
    ['senen', '2026-11-16'],
    ['Selasa', '2026-11-17'],
    ['Selasa lalu', '2026-11-10'],
    ['Senin lalu', '2026-11-16'],
    ['hari Senin yang lalu', '2026-11-16'],
    ['Jumat kemarin', '2026-11-13'],
    ["Jum'at kmrn", '2026-11-13'],
    ['kemarin Jumat', '2026-11-13'],
    ['Jumat sore kemarin', '2026-11-13'],
    ['setu wingi', '2026-11-14'],
    ['hari Rabu minggu lalu', '2026-11-11'],
    ['minggu lalu hari Rabu', '2026-11-11'],
    ['Rabu 2 minggu lalu', '2026-11-04'],
    ['Senin minggu ini', '2026-11-16'],
    // Minggu is the Sunday, or the week.
    ['Minggu', '2026-11-15'],
    ['Minggu pagi', '2026-11-15'],
    ['hari Minggu kemarin', '2026-11-15'],
    ['hari Minggu minggu lalu', '2026-11-15'],
    // The night before, as Indonesians name it, and Sunday's own.
    ['malam Minggu', '2026-11-14'],
    ['Sabtu malam Minggu', '2026-11-14'],
    ['Minggu malam', '2026-11-15'],
    ['malam hari Minggu', '2026-11-15'],
  ]);
});

describe('dates', () => {
  table([
    ['12 Feb', '2026-02-12'],
    ['12 Februari', '2026-02-12'],
    ['12 Des', '2025-12-12'],
    ['12 Februari 2024', '2024-02-12'],
    ["12 Feb '24", '2024-02-12'],
    ['12Feb2024', '2024-02-12'],
    ['12 pebruari', '2026-02-12'],
    ['12 sept', '2026-09-12'],
    ['5 agt', '2026-08-05'],
    ['12 Septembr', '2026-09-12'],
    ['dua belas Februari', '2026-02-12'],
    ['17 November', '2026-11-17'],
    ['29 Feb', '2024-02-29'],
    ['12 Februari tahun lalu', '2025-02-12'],
    ['12-2-2024', '2024-02-12'],
    ['12 - 2 - 2024', '2024-02-12'],
    ['12/02/24', '2024-02-12'],
    ['12.02.2024', '2024-02-12'],
    ['12022024', '2024-02-12'],
    ['2024-02-12', '2024-02-12'],
    ['20240212', '2024-02-12'],
    ['١٢/٠٢/٢٠٢٤', '2024-02-12'],
    ['12/11', '2026-11-12'],
    ['10.05', '2026-05-10'],
    ['tanggal 12', '2026-11-12'],
    ['tgl. 12', '2026-11-12'],
    ['tgl12', '2026-11-12'],
    ['tanggal １２', '2026-11-12'],
    ['tanggal 18', '2026-10-18'],
    ['tanggal 31', '2026-10-31'],
    ['tgl 5 bulan ini', '2026-11-05'],
    ['tanggal 12 bulan lalu', '2026-10-12'],
    ['tanggal 12 bulan 2', '2026-02-12'],
    ['Senin, 16 November 2026', '2026-11-16'],
    ['Sabtu tgl 14', '2026-11-14'],
    ['malam minggu tgl 14', '2026-11-14'],
    ['kemarin tanggal 16', '2026-11-16'],
    ['minggu lalu, tanggal 9', '2026-11-09'],
    ['sekitar 12 Februari', '2026-02-12 ~'],
    ['12 Februari 25 orang datang', '2026-02-12'],
  ]);
});

describe('times', () => {
  table([
    ['jam 9', '2026-11-17 09:00'],
    ['pukul 19.30', '2026-11-17 19:30'],
    ['jam 7 malam', '2026-11-17 19:00'],
    ['sekitar jam 10 pagi', '2026-11-17 10:00 ~'],
    ['kira2 jam 9 kemarin', '2026-11-16 09:00 ~'],
    ['kemarin jam 9an', '2026-11-16 09:00 ~'],
    ['kemarin pkl 9.30', '2026-11-16 09:30'],
    ['kemarin jam 1930', '2026-11-16 19:30'],
    ['kemarin sore jam 4', '2026-11-16 16:00'],
    ['kemarin jam 2 siang', '2026-11-16 14:00'],
    ['kemarin jam 11 siang', '2026-11-16 11:00'],
    ['kemarin jam setengah delapan malam', '2026-11-16 19:30'],
    ['kemarin setengah 1 siang', '2026-11-16 12:30'],
    ['kemarin jam 9 lewat 15', '2026-11-16 09:15'],
    ['kemarin jam 9 malam kurang lebih', '2026-11-16 21:00 ~'],
    ['kemarin jam 9 kurang seperempat malam', '2026-11-16 20:45'],
    ['kemarin jam 9-10 pagi', '2026-11-16 09:00 ~'],
    ['kemarin jam 9 pagi sampai jam 3 sore', '2026-11-16 09:00 ~'],
    ['kemarin 10.05', '2026-11-16 10:05'],
    ['tadi 10.05', '2026-11-17 10:05'],
    ['12 Nov 10.30', '2026-11-12 10:30'],
    ['12/11/26 10:30', '2026-11-12 10:30'],
    ['2026-11-16T19:30:00', '2026-11-16 19:30'],
    ['Senin 16 Nov 2026 pukul 10.03 WIB', '2026-11-16 10:03'],
    ['tanggal 12 pagi', '2026-11-12'],
    // The night that has just passed reaches into today; another night's midnight may be either.
    ['semalam jam 8', '2026-11-16 20:00'],
    ['semalam jam 2', '2026-11-17 02:00'],
    ['tadi malam jam 12', '2026-11-17 00:00'],
    ['kemarin jam 12 malam', '2026-11-16 00:00 ~'],
    ['Senin malam jam 1', '2026-11-16 01:00 ~'],
    ['Jumat kmrn, sktr jam tujuh mlm', '2026-11-13 19:00 ~'],
    ['Kejadiannya kemarin sore pukul 16.30 WIB di Balai RW 05', '2026-11-16 16:30'],
  ]);
});

describe('English', () => {
  table([
    ['today', '2026-11-17'],
    ['this morning', '2026-11-17'],
    ['yesterday', '2026-11-16'],
    ['the day before yesterday', '2026-11-15'],
    ['3 days ago at 9pm', '2026-11-14 21:00'],
    ['a week ago', '2026-11-10 ~'],
    ['last week', '2026-11-10 ~'],
    ['last Monday', '2026-11-16'],
    ['last Friday night', '2026-11-13'],
    ['last night at 11', '2026-11-16 23:00'],
    ['Feb 12, 2024', '2024-02-12'],
    ['12th of February', '2026-02-12'],
    ['on the 12th', '2026-11-12'],
    ['yesterday at noon', '2026-11-16 12:00'],
    ['Tuesday, 17 November 2026', '2026-11-17'],
    ['tomorrow', 'future'],
    ['next Monday', 'future'],
  ]);
});

describe('what is no day of a report', () => {
  table([
    ['besok', 'future'],
    ['lusa', 'future'],
    ['nanti malam', 'future'],
    ['3 hari lagi', 'future'],
    ['minggu depan', 'future'],
    ['Senin depan', 'future'],
    ['Jumat ini', 'future'],
    ['12 Desember tahun ini', 'future'],
    ['18 November 2026', 'future'],
    ['12/02/3024', 'future'],
    ['17 November 2021', '2021-11-17'],
    ['16 November 2021', 'too_old'],
    ['12 Februari 1999', 'too_old'],
    ['9999 hari lalu', 'too_old'],
    ['', 'unreadable'],
    ['tidak tahu', 'unreadable'],
    ['lupa', 'unreadable'],
    ['12', 'unreadable'],
    ['Februari 2024', 'unreadable'],
    ['beberapa hari lalu', 'unreadable'],
    ['31 Februari', 'unreadable'],
    ['29 Feb 2025', 'unreadable'],
    ['tgl 31 bulan ini', 'unreadable'],
    ['13/13', 'unreadable'],
    ['kemarin jam 25', 'unreadable'],
    ['setiap Minggu', 'unreadable'],
    ['selama 3 hari', 'unreadable'],
    ['datang kemari', 'unreadable'],
    ['99999999999 hari lalu', 'unreadable'],
    ['x'.repeat(201), 'unreadable'],
    // Two days, or one that contradicts itself: asked again rather than guessed.
    ['12-13 Februari', 'unreadable'],
    ['tanggal 12 dan 13', 'unreadable'],
    ['Senin atau Selasa', 'unreadable'],
    ['kemarin dan hari ini', 'unreadable'],
    ['Selasa, 16 November', 'unreadable'],
    ['kemarin 3-4 orang berkumpul', 'unreadable'],
    ['tadi di RT 3/5', 'unreadable'],
  ]);
});
