"""The lesson's right results by another way than the key's own: what an audit holds mutants against."""

from autograder.answer_key.per_sample_gradients.taught import TAUGHT
from autograder.questions.per_sample_gradients.clip_and_mean import joined_and_scaled
from autograder.questions.per_sample_gradients.empirical_ntk import jacobians_for_every_pair
from autograder.questions.per_sample_gradients.linear_gradient_norms import norms_of_gradients
from autograder.questions.per_sample_gradients.per_sample_gradients import gradients_one_by_one

OTHERWISE = {
    "as_function": TAUGHT["as_function"][0],
    "per_sample_gradients": gradients_one_by_one,
    "clip_and_mean": joined_and_scaled,
    "linear_gradient_norms": norms_of_gradients,
    "empirical_ntk": jacobians_for_every_pair,
}
