"""From a raw Wenjuanxing export (simulated) to community scores that look like residents, and how sure they are."""

from pathlib import Path

import govmetrics as gm

answers = Path(__file__).with_name("answers_simulated.csv")
columns = {"community": "您所在的社区", "sex": "您的性别", "education": "您的学历"}
survey = gm.read_survey(answers, gm.read_tree("community_survey"), scale=(1, 5), by=columns)
print(*survey.notes, gm.survey.screen(survey).summary(), sep="\n")
print(f"Cronbach's alpha of all items: {gm.psychometrics.alpha(survey.directed()).alpha:.3f}")

residents = {"sex": {"男": 0.567, "女": 0.433}, "education": {"大专及以上": 0.294, "高中及以下": 0.706}}
raked = gm.survey.rake(survey.by, residents, bounds=(0.3, 3))
scores, plain = gm.survey.score(survey, weights=raked), gm.survey.score(survey)
ranking = scores.ranking().join(plain.ranking()[["score", "rank"]].add_suffix("_unweighted"))
moved = (ranking["rank"] != ranking["rank_unweighted"]).sum()
print(raked.margins.round(3), raked.summary(), scores.summary(), ranking.round(1).to_string(), sep="\n")
print(f"Weighting moves {moved} of {len(ranking)} communities.")
