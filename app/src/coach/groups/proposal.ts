// SPDX-License-Identifier: Apache-2.0
// Groups that the server proposes, each placement explained in words. Nothing of it is stored until the coach
// forms the groups. Pure.
import type { Id } from '@samstig/client';
import {
  type Placement, type PlacementReason, PlacementReasonKind, type ProposeGroupsResponse, type UnmetWish, UnmetWishKind,
} from '@samstig/client/messages';
import { idText } from '../../shared/ids';
import type { Words } from '../../shared/words';

export interface Naming {
  person: (id: string) => string;
  municipality: (id: string) => string;
}

export interface ProposedGroup {
  name: string;
  people: { id: string; bytes: Id; name: string; why: string[] }[];
  // What it has not that one would like.
  buts: string[];
}

const kMostNames = 4;

// More names than a reader takes in are a number.
function people(words: Words, ids: Id[], naming: Naming): string {
  if (ids.length > kMostNames) return words.t('proposal.people', { count: ids.length });
  return words.list(ids.map((id) => naming.person(idText(id))));
}

export function reasonSentence(words: Words, reason: PlacementReason, naming: Naming): string {
  const { t } = words;
  const names = () => people(words, reason.personIds, naming);
  switch (reason.kind) {
    case PlacementReasonKind.ONLY_ONE_OF_MUNICIPALITY:
      return t('proposal.onlyOneOfMunicipality', { municipality: naming.municipality(idText(reason.municipalityId)) });
    case PlacementReasonKind.APART_FROM_LINE: return t('proposal.apartFromLine', { names: names() });
    case PlacementReasonKind.APART_FROM_THOSE_MET: return t('proposal.apartFromThoseMet', { names: names() });
    case PlacementReasonKind.ONE_OF_RETURNING: return t('proposal.oneOfReturning', { count: reason.count });
    case PlacementReasonKind.WITH_RETURNING: return t('proposal.withReturning', { count: reason.count });
    case PlacementReasonKind.ONLY_ONE_OF_SECTOR: return t('proposal.onlyOneOfSector', { sector: reason.sector });
    // From a newer server.
    default: return '';
  }
}

export function unmetSentence(words: Words, unmet: UnmetWish, naming: Naming): string {
  const { t } = words;
  const names = people(words, unmet.personIds, naming);
  const unavoidable = unmet.unavoidable ? ` ${t('proposal.unavoidable')}` : '';
  switch (unmet.kind) {
    case UnmetWishKind.SAME_MUNICIPALITY:
      return t('proposal.sameMunicipality', { names, municipality: naming.municipality(idText(unmet.municipalityId)) }) + unavoidable;
    case UnmetWishKind.MET_BEFORE: return t('proposal.metBefore', { names, count: unmet.count });
    case UnmetWishKind.TOO_MANY_RETURNING: return t('proposal.tooManyReturning', { count: unmet.count });
    case UnmetWishKind.TOO_FEW_RETURNING: return t('proposal.tooFewReturning', { count: unmet.count });
    case UnmetWishKind.SAME_SECTOR: return t('proposal.sameSector', { names, sector: unmet.sector }) + unavoidable;
    default: return '';
  }
}

export function proposedGroups(words: Words, answer: ProposeGroupsResponse, naming: Naming, nameOf: (at: number) => string): ProposedGroup[] {
  const placed = ({ personId, reasons }: Placement) => ({
    id: idText(personId), bytes: personId, name: naming.person(idText(personId)),
    why: reasons.map((reason) => reasonSentence(words, reason, naming)).filter(Boolean),
  });
  return answer.groups.map((group, at) => ({
    name: nameOf(at), people: group.placements.map(placed).sort((a, b) => a.name.localeCompare(b.name)),
    buts: group.unmet.map((unmet) => unmetSentence(words, unmet, naming)).filter(Boolean),
  }));
}
