import offices from './region/offices.json' with { type: 'json' };

/**
 * The sample region of trial mode. Its offices are the structure of 2020-22 and unconfirmed: a real deployment has those of
 * its own roster. `region/areas.json` has the kecamatan and kelurahan, for reports.
 */
export const SAMPLE_REGION = 'Kota Malang';

/** The offices (OPD) of {@link SAMPLE_REGION}. */
export const SAMPLE_OFFICES: readonly string[] = offices
  .filter(({ region }) => region === SAMPLE_REGION)
  .flatMap((one) => one.offices);
