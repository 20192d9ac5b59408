resource "google_project_iam_member" "main" {
  project = var.project
  role = "roles/editor" # here
  member = var.member
}
