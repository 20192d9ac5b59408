resource "google_cloud_run_v2_service_iam_member" "main" {
  name = "worker"
  role = "roles/run.invoker"
  member = "allUsers" # here
}
